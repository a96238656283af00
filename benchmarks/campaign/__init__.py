"""The campaign: what the house promises is attacked, counted and written down (docs/reliability.md).

python -m benchmarks.campaign                 # every part, with its full number of tries
python -m benchmarks.campaign deaths --tries 20
python -m benchmarks.campaign --page          # only write the page anew from the kept results
"""
