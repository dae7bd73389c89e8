"""Demo data: real places, invented people, and a year of disputes taken through the models' own steps."""
