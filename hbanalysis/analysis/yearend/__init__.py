"""Where the year will end: the pooled model, its width, a report's rows, replays."""
