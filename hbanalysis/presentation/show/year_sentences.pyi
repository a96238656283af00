# The public names of hb.sentences, each once: where it lives and what it is called.
from hbanalysis.presentation.show.common_view import demo_note as demo_note
from hbanalysis.presentation.show.overview_view import changes_text as changes
from hbanalysis.presentation.show.plan_view import answer as answer
from hbanalysis.presentation.show.plan_view import legend as legend
from hbanalysis.presentation.show.plan_view import rating as rating
from hbanalysis.presentation.show.plan_view import realism_text as realism
from hbanalysis.presentation.show.quality_view import quality as quality
from hbanalysis.presentation.show.quality_view import reading as reading
from hbanalysis.presentation.show.quality_view import revised_text as revised
from hbanalysis.presentation.show.quality_view import sums as sums
from hbanalysis.presentation.show.record_view import benchmark_text as benchmark
from hbanalysis.presentation.show.record_view import pace_calls_text as pace_calls
from hbanalysis.presentation.show.record_view import record as record
from hbanalysis.presentation.show.trends_view import trends_left_out as trends_left_out
from hbanalysis.presentation.show.trends_view import trends_text as trends
from hbanalysis.presentation.show.year_end_view import projection_method as projection_method
from hbanalysis.presentation.show.year_end_view import projection_text as projection
