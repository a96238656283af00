# The public names of hb.briefing, each once: where it lives and what it is called.
from hbanalysis.briefing.pack import gallery as gallery
from hbanalysis.briefing.pack import gallery_answer as answer
from hbanalysis.briefing.pack import pack_note as written
from hbanalysis.briefing.pack import write_briefing as write
from hbanalysis.briefing.pack_content import content_of as content
