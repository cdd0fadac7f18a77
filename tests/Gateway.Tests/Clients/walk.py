"""The whole life of an instance, with Apache libcloud. Arguments: port, project, a folder for its token."""

import json
import os
import sys

from libcloud.common.google import GoogleBaseError, ResourceExistsError, ResourceNotFoundError
from libcloud.compute.drivers import gce

PORT, PROJECT, FOLDER = int(sys.argv[1]), sys.argv[2], sys.argv[3]
ZONE = "us-central1-a"


class Connection(gce.GCEConnection):
    """The same connection, to another address and without a token of Google's."""

    host = "127.0.0.1"
    poll_interval = 0.1

    def __init__(self, user_id, key, secure, **kwargs):
        super().__init__(user_id, key, False, **{**kwargs, "host": self.host, "port": PORT})


class Driver(gce.GCENodeDriver):
    connectionCls = Connection


def driver():
    credentials = os.path.join(FOLDER, "token.json")
    with open(credentials, "w") as file:
        json.dump({"access_token": "fake", "token_type": "Bearer", "expires_in": 36000, "expire_time": "2099-01-01T00:00:00Z"}, file)
    return Driver("user@example.com", "secret", project=PROJECT, datacenter=ZONE, auth_type="IA", credential_file=credentials)


def expect(error, act):
    try:
        act()
    except error as caught:
        return caught
    raise AssertionError(f"{error.__name__} expected")


def main():
    gce_driver = driver()
    sizes = {size.name: size for size in gce_driver.list_sizes()}
    assert sizes["e2-small"].extra["guestCpus"] == 2, sizes["e2-small"].extra
    assert "debian-12" in [image.name for image in gce_driver.list_images(ex_project="debian-cloud")]

    node = gce_driver.create_node("libcloud-walk", "e2-small", "debian-12", ex_metadata={"startup-script": "echo hello"}, ex_tags=["web"], ex_labels={"env": "dev"})
    assert node.name == "libcloud-walk" and node.extra["status"] == "RUNNING", node.extra["status"]
    expect(ResourceExistsError, lambda: gce_driver.create_node("libcloud-walk", "e2-small", "debian-12"))
    assert [found.name for found in gce_driver.list_nodes()] == ["libcloud-walk"]
    assert [found.name for found in gce_driver.list_nodes(ex_zone="all")] == ["libcloud-walk"]
    assert gce_driver.ex_get_node("libcloud-walk").extra["labels"] == {"env": "dev"}

    assert gce_driver.ex_stop_node(node)
    assert gce_driver.ex_get_node("libcloud-walk").extra["status"] == "TERMINATED"
    assert gce_driver.ex_set_machine_type(node, "n1-standard-1")
    assert gce_driver.ex_start_node(node)
    assert gce_driver.reboot_node(node)
    node = gce_driver.ex_get_node("libcloud-walk")
    assert node.size == "n1-standard-1" and node.extra["status"] == "RUNNING"
    assert gce_driver.ex_set_node_labels(node, {"env": "prod"})
    assert gce_driver.ex_set_node_tags(node, ["web", "db"])
    assert gce_driver.ex_set_node_metadata(node, {"items": [{"key": "k", "value": "v"}]})
    node = gce_driver.ex_get_node("libcloud-walk")
    assert node.extra["labels"] == {"env": "prod"} and sorted(node.extra["tags"]) == ["db", "web"], node.extra
    assert node.extra["metadata"]["items"] == [{"key": "k", "value": "v"}]
    assert "n1-standard-1" in gce_driver.ex_get_serial_output(node)

    assert gce_driver.destroy_node(node)
    expect(ResourceNotFoundError, lambda: gce_driver.ex_get_node("libcloud-walk"))
    expect(GoogleBaseError, lambda: gce_driver.create_node("Not_A_Name", "e2-small", "debian-12"))
    print("ok")


main()
