"""Sample apps made to be judged, and the scripts that build them."""
