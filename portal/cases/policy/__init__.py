"""时限表: how long which cases may take, as each unit has it in a table; and what the law lets no unit lengthen."""
