"""Open data: plain tables, what describes them to a machine, what describes them to a person, and the folder of all."""
