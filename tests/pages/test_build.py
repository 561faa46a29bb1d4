"""What the builder writes, and what it says when it cannot."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from widgets.errors import ContentError

from .conftest import HOSTILE, Course, fill
