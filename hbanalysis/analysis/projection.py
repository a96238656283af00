"""The door to the year-end model: ``project(history, observed)``, which the benchmarks score."""

from hbanalysis.analysis.yearend.pooled.model import Projection, project, project_many

__all__ = ["Projection", "project", "project_many"]
