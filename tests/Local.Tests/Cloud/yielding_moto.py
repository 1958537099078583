"""moto_server, in which a table's keys let another thread in whenever they are hashed.

Such switches happen on any machine, one in some thousand times: here they happen often enough for a test.
"""

import sys
import time

from moto.dynamodb.models.dynamo_type import DynamoType
from moto.server import main

hash_of = DynamoType.__hash__


def hash_and_yield(key: DynamoType) -> int:
    time.sleep(0)
    return hash_of(key)


DynamoType.__hash__ = hash_and_yield
sys.setswitchinterval(1e-6)
main()
