"""The same worker as worker.ts, with nothing but Python's standard library.

It speaks the queue service's JSON protocol unsigned, which the embedded home accepts. Against AWS, use boto3.
"""

import json
import os
import signal
import sys
import urllib.error
import urllib.request

API = os.environ["FDL_ENDPOINT"]
QUEUES = os.environ["AWS_ENDPOINT_URL"]


def post(url, body, headers):
    """Sends JSON, answers JSON; an HTTP error is raised as urllib raises it."""
    request = urllib.request.Request(url, json.dumps(body).encode(), headers)
    with urllib.request.urlopen(request, timeout=30) as response:
        return json.loads(response.read() or b"{}")


def queue(action, **parameters):
    """Calls one action of the queue service."""
    headers = {"Content-Type": "application/x-amz-json-1.0", "X-Amz-Target": f"AmazonSQS.{action}"}
    return post(QUEUES, parameters, headers)


def work(message):
    """The work itself: one message in, the operation that reports it and its parameters out."""
    job, photo = message["job"], message["photo"]
    if photo.endswith(".txt"):
        return "ReportTaskFailed", {"Error": "UnreadablePhoto", "Cause": f"{photo} is not a picture."}
    return "ReportTaskSucceeded", {"Output": json.dumps({"photo": f"{job}({photo})"})}


def report(message):
    """Reports a task; one that is completed already needs no report."""
    operation, parameters = work(message)
    body = {"TaskToken": message["taskToken"], **parameters}
    try:
        post(f"{API}/{operation}", body, {"Content-Type": "application/json"})
    except urllib.error.HTTPError as error:
        answer = json.loads(error.read())
        if answer.get("Code") != "TaskAlreadyCompleted":
            raise RuntimeError(f"{operation} answered {answer}") from error


def main():
    """Polls until it is told to stop; deletes a message only after its task was reported."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    url = queue("CreateQueue", QueueName="photo-work")["QueueUrl"]
    print("ready", flush=True)
    while True:
        received = queue("ReceiveMessage", QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=10)
        for message in received.get("Messages", []):
            report(json.loads(message["Body"]))
            queue("DeleteMessage", QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        pass
