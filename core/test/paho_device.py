"""A device as the old system has them: paho, MQTT 5 or 3.1.1, no line of EG's.

Arguments: port, client id, "5" or "311", then filters. Each line on stdin is one publish
{"topic", "payload" (text), "qos"}; each line on stdout is one JSON event: connected, message, published, disconnected.
Subscribes once, on the first connect only, as the old devices do.
"""
import json
import sys
import threading

import paho.mqtt.client as mqtt
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

port, client_id, version, *filters = sys.argv[1:]
v5 = version == "5"
speaking = threading.Lock()


def say(**event):
    # One write for line and newline: paho's thread and this one both speak, and print would let them into each other's lines.
    with speaking:
        sys.stdout.write(json.dumps(event) + "\n")
        sys.stdout.flush()


def on_connect(client, userdata, flags, rc, properties=None):
    say(event="connected", code=int(getattr(rc, "value", rc)))


def on_message(client, userdata, message):
    say(event="message", topic=message.topic, payload=message.payload.decode(), retained=bool(message.retain))


def on_publish(client, userdata, mid):
    say(event="published", mid=mid)


def on_subscribe(client, userdata, mid, granted, properties=None):
    say(event="subscribed")


def on_disconnect(client, userdata, rc, properties=None):
    say(event="disconnected", code=int(getattr(rc, "value", rc)))


client = mqtt.Client(client_id=client_id, protocol=mqtt.MQTTv5 if v5 else mqtt.MQTTv311)
client.on_connect, client.on_message, client.on_publish = on_connect, on_message, on_publish
client.on_subscribe, client.on_disconnect = on_subscribe, on_disconnect
client.reconnect_delay_set(1, 1)
client.will_set(f"eg/dev/{client_id}/status", "offline", qos=1, retain=True)
if v5:
    expiry = Properties(PacketTypes.CONNECT)
    expiry.SessionExpiryInterval = 0
    client.connect("127.0.0.1", int(port), 30, clean_start=True, properties=expiry)
else:
    client.connect("127.0.0.1", int(port), 30)
client.loop_start()
if filters:
    client.subscribe([(f, 1) for f in filters])
for line in sys.stdin:
    order = json.loads(line)
    info = client.publish(order["topic"], order["payload"], qos=order.get("qos", 1), retain=order.get("retain", False))
    say(event="sent", mid=info.mid, tag=order.get("tag"))
client.disconnect()
