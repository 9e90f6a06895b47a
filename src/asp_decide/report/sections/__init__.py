"""What several readers are told: each a heading, a picture and a table that bear record numbers."""
