"""How the course is brought to where its users are: a site, a class, a projector."""
