"""The demo: real places, invented people, and a year of disputes made through the models' own verbs."""
