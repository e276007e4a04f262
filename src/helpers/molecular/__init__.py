"""The molecular level: from the blood to the synapse."""
