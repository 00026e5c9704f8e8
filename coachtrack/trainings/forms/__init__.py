"""Forms of trainings: planning, attendance, the catalogue, and what comes of a training."""
