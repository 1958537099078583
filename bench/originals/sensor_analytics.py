"""The function of the sample that sensor-analytics follows, as its page describes it: finds the anomalies of readings.

Reads a batch from the first line of standard input, and from each further line how many times it is to be analyzed;
answers with the seconds that took: called with each reading, as the original is, and called with the batch, as ours is.
"""

import json
import sys
import time


def find_anomalies(reading):
    temperature, humidity, battery = (float(reading[name]) for name in ("temperature", "humidity", "batterylevel"))
    anomalies = []
    if temperature > 35 or temperature < -10:
        anomalies.append({"Type": "temperature_spike", "Value": temperature})
    if humidity > 95 or humidity < 5:
        anomalies.append({"Type": "humidity_anomaly", "Value": humidity})
    if battery < 20:
        anomalies.append({"Type": "low_battery", "Value": battery})
    return anomalies


def number(value):
    return {"N": str(value)}


def summarize(reading, analysis_date):
    anomalies = find_anomalies(reading)
    metrics = ("temperature", "humidity", "batterylevel", "latitude", "longitude")
    return {
        "DeviceId": {"S": reading["deviceid"]},
        "ReadingTimestamp": {"S": reading["timestamp"]},
        "AnalysisDate": {"S": analysis_date},
        "Metrics": {"M": {name: number(reading[name]) for name in metrics}},
        "Anomalies": {"L": [{"M": {"Type": {"S": found["Type"]}, "Value": number(found["Value"])}} for found in anomalies]},
        "AnomalyCount": number(len(anomalies)),
        "HealthStatus": {"S": "anomalies_detected" if anomalies else "healthy"},
    }


def handle_reading(text):
    return json.dumps(summarize(json.loads(text), "2026-01-01"))


def handle_batch(text):
    event = json.loads(text)
    summaries = [summarize(reading, event["BatchInput"]["analysisDate"]) for reading in event["Items"]]
    anomalous = sum(summary["HealthStatus"]["S"] != "healthy" for summary in summaries)
    return json.dumps({"readings": len(summaries), "healthy": len(summaries) - anomalous, "anomalous": anomalous})


def seconds(handle, events, times):
    start = time.perf_counter()
    for _ in range(times):
        for event in events:
            handle(event)
    return time.perf_counter() - start


def main():
    batch = sys.stdin.readline()
    readings = [json.dumps(reading) for reading in json.loads(batch)["Items"]]
    for line in sys.stdin:
        print(seconds(handle_reading, readings, int(line)), seconds(handle_batch, [batch], int(line)), flush=True)


main()
