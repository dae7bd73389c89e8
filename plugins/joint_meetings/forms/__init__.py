"""What is asked for, by what it is about: calling a meeting, replying, its minutes, the tasks that follow."""
