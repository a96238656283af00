# The public names of hb.figures, each once: where it lives and what it is called.
from hbanalysis.presentation.show.plan_view import plan_bars as plan_bars
from hbanalysis.presentation.show.quality_view import coverage as coverage
from hbanalysis.presentation.show.record_view import intervals_figure as intervals
from hbanalysis.presentation.show.record_view import misses_figure as misses
from hbanalysis.presentation.show.trends_view import growth as growth
from hbanalysis.presentation.show.trends_view import lead_trends as lead_trends
from hbanalysis.presentation.show.trends_view import rolling_year as rolling_year
from hbanalysis.presentation.show.trends_view import seasons as seasons
from hbanalysis.presentation.show.trends_view import trends_figure as trends
from hbanalysis.presentation.show.trends_view import years as years
from hbanalysis.presentation.show.year_end_view import year_end as year_end
