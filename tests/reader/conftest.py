"""What is read is shown by whole files, with the fixtures of the tests of routines."""

from tests.routine.conftest import built_in as built_in
from tests.routine.conftest import exercise_says as exercise_says
from tests.routine.conftest import routine_says as routine_says
