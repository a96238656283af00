"""The judgement as everybody reads it: verdicts, and one outlook from pace and projection."""
