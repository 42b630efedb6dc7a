"""What every store promises: inherit ``StoreContract``, give it an empty ``store``, and all of it is tried.

class TestMine(StoreContract):
    @pytest.fixture
    def store(self):
        with closing(MyStore()) as store:
            yield store
"""

from __future__ import annotations

import pytest

from pmcore.model.book import Store

from .contract_forms import FormContract
from .contract_journal import JournalContract
from .contract_times import TimesContract
from .contract_turns import TurnsContract
from .contract_words import WordsContract

__all__ = ["StoreContract"]


class StoreContract(JournalContract, FormContract, TimesContract, TurnsContract, WordsContract):
    """The whole contract."""

    @pytest.fixture
    def store(self) -> Store:
        """The empty store under test, to be overridden."""
        raise NotImplementedError("give the contract a store")
