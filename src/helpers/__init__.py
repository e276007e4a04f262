"""How Ketamine Works: tables, models, pictures and explorers of the course."""
