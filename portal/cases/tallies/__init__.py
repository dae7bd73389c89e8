"""收办统计 of a unit and its children: what came in, was closed, is open and overdue, by month, unit, kind and source; as of today or a past day."""
