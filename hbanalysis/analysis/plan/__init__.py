"""Plan against actual: the plan in force, the actual, the pace, and the judgement of every row."""
