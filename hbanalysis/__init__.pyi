# The public names of hbanalysis, each once: where it lives and what it is called.
from hbanalysis import briefing as briefing
from hbanalysis.analysis.columns import columns as columns
from hbanalysis.analysis.judgement.assess import assess as assess
from hbanalysis.analysis.year import Year as Year
from hbanalysis.analysis.year import year as year
from hbanalysis.analysis.yearend.joint import joint_year_ends as joint_year_ends
from hbanalysis.analysis.yearend.report_rows import project_year as project_year
from hbanalysis.intake.load import Workspace as Workspace
from hbanalysis.intake.load import workspace as workspace
from hbanalysis.presentation.show import year_figures as figures
from hbanalysis.presentation.show import year_sentences as sentences
from hbanalysis.presentation.show import year_tables as tables
from hbanalysis.publishing.own_notebook import check_notebook as check_notebook
from hbanalysis.vocabulary.errors import HbaError as HbaError
from hbanalysis.vocabulary.language import Language as Language
from hbanalysis.vocabulary.periods import Period as Period

__version__: str
