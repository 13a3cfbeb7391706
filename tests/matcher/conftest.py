"""Knowledge that all tests of the scope decision share."""

import pandas as pd
import pytest

from checker.loader.editions import load_directory
from checker.matcher.knowledge import load_knowledge
from checker.matcher.scope import decide_scope


@pytest.fixture(scope="session")
def knowledge():
    return load_knowledge(load_directory("2023"))


@pytest.fixture(scope="session")
def decide(knowledge):
    """Decide one line given by its cells; returns a mapping of the result's columns."""

    def decide_one(product_name="", model="", specification="", manufacturer="示例甲", edition=None):
        cells = {
            "manufacturer": manufacturer,
            "product_name": product_name,
            "model": model,
            "specification": specification,
        }
        known = knowledge if edition is None else load_knowledge(load_directory(edition))
        return decide_scope(pd.DataFrame([cells]), known).iloc[0].to_dict()

    return decide_one
