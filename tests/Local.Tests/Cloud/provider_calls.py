"""What newer AWS providers ask that older ones do not: buckets made with tags and tagged by S3 Control, alarms in CBOR.

Prints a line of JSON with what was answered.
"""

import json
import socket
import sys

import boto3
import botocore.model
from botocore.config import Config
from botocore.exceptions import ClientError

botocore.model.PRIORITY_ORDERED_SUPPORTED_PROTOCOLS = ("smithy-rpc-v2-cbor", "json", "rest-json", "rest-xml", "query", "ec2")
ENDPOINT, KEY, SECRET, NAME = sys.argv[1:]
ACCOUNT = "123456789012"
ARN = f"arn:aws:s3:::{NAME}"


def client(service: str, endpoint: str = ENDPOINT):
    return boto3.client(
        service,
        endpoint_url=endpoint,
        region_name="us-east-1",
        aws_access_key_id=KEY,
        aws_secret_access_key=SECRET,
        config=Config(s3={"addressing_style": "path"}, inject_host_prefix=False, retries={"total_max_attempts": 3}),
    )


def code(call, **arguments) -> str:
    try:
        call(**arguments)
    except ClientError as error:
        return error.response["Error"]["Code"]
    return "none"


def tags(answer: dict, member: str) -> dict:
    return {tag["Key"]: tag["Value"] for tag in answer[member]}


def of_control() -> dict:
    answer = control.list_tags_for_resource(AccountId=ACCOUNT, ResourceArn=ARN)
    return tags(answer, "Tags")


# The endpoint's rules begin the host with the account's id; not every machine knows names below localhost.
lookup = socket.getaddrinfo
socket.getaddrinfo = lambda host, *rest, **more: lookup("127.0.0.1" if host == f"{ACCOUNT}.localhost" else host, *rest, **more)
s3, control, alarms = client("s3"), client("s3control", ENDPOINT.replace("127.0.0.1", "localhost")), client("cloudwatch")
said: dict = {}

s3.create_bucket(Bucket=NAME, CreateBucketConfiguration={"Tags": [{"Key": "stack", "Value": "local"}, {"Key": "team", "Value": "a & b"}]})
said["made with"] = of_control()
control.tag_resource(AccountId=ACCOUNT, ResourceArn=ARN, Tags=[{"Key": "team", "Value": "c"}, {"Key": "more", "Value": ""}])
control.untag_resource(AccountId=ACCOUNT, ResourceArn=ARN, TagKeys=["stack"])
said["changed"] = of_control()
said["by S3"] = tags(s3.get_bucket_tagging(Bucket=NAME), "TagSet")
s3.put_bucket_tagging(Bucket=NAME, Tagging={"TagSet": [{"Key": "only", "Value": "1"}]})
said["replaced"] = of_control()
s3.delete_bucket_tagging(Bucket=NAME)
said["taken away"] = [of_control(), code(s3.get_bucket_tagging, Bucket=NAME)]
said["of no bucket"] = code(control.list_tags_for_resource, AccountId=ACCOUNT, ResourceArn=f"{ARN}-other")
said["of the system"] = code(control.tag_resource, AccountId=ACCOUNT, ResourceArn=ARN, Tags=[{"Key": "aws:x", "Value": "1"}])

asked: list[str] = []
alarms.meta.events.register("before-send", lambda request, **_: asked.append(request.url))
alarms.put_metric_alarm(
    AlarmName=NAME,
    Namespace="AWS/Lambda",
    MetricName="Errors",
    Dimensions=[{"Name": "FunctionName", "Value": NAME}],
    Statistic="Sum",
    Period=300,
    EvaluationPeriods=1,
    Threshold=1.5,
    ComparisonOperator="GreaterThanOrEqualToThreshold",
    TreatMissingData="notBreaching",
    ActionsEnabled=False,
    Tags=[{"Key": "stack", "Value": "local"}],
)
alarm = alarms.describe_alarms(AlarmNames=[NAME])["MetricAlarms"][0]
said["alarm"] = {name: alarm[name] for name in ("AlarmName", "Dimensions", "Period", "Threshold", "ActionsEnabled", "StateValue")}
said["year"] = alarm["StateUpdatedTimestamp"].year
said["alarm's tags"] = tags(alarms.list_tags_for_resource(ResourceARN=alarm["AlarmArn"]), "Tags")
said["asked"] = asked[0].removeprefix(ENDPOINT.rstrip("/"))
said["of no alarm"] = code(alarms.set_alarm_state, AlarmName=f"{NAME}-other", StateValue="OK", StateReason="none")
said["lacking"] = code(alarms.enable_alarm_actions, AlarmNames=[NAME])
alarms.delete_alarms(AlarmNames=[NAME])
said["deleted"] = alarms.describe_alarms(AlarmNames=[NAME])["MetricAlarms"]

sns = client("sns")
topic = sns.create_topic(Name=NAME, Tags=[{"Key": "stack", "Value": "local"}])["TopicArn"]
subscription = sns.subscribe(TopicArn=topic, Protocol="email", Endpoint="team@example.com", ReturnSubscriptionArn=True)["SubscriptionArn"]
attributes = sns.get_subscription_attributes(SubscriptionArn=subscription)["Attributes"]
said["subscription"] = {name: attributes[name] for name in ("PendingConfirmation", "Protocol", "Endpoint", "Owner", "RawMessageDelivery")}
said["listed"] = [item["SubscriptionArn"] for item in sns.list_subscriptions_by_topic(TopicArn=topic)["Subscriptions"]]
said["unsubscribed"] = code(sns.unsubscribe, SubscriptionArn=subscription)
said["another"] = code(sns.create_topic, Name=NAME, Attributes={"DisplayName": "other"})
sns.add_permission(TopicArn=topic, Label="mine", AWSAccountId=[ACCOUNT], ActionName=["Publish"])
said["statements"] = [statement["Sid"] for statement in json.loads(sns.get_topic_attributes(TopicArn=topic)["Attributes"]["Policy"])["Statement"]]
sns.delete_topic(TopicArn=topic)
print(json.dumps(said, sort_keys=True))
