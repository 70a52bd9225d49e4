"""Books a hotel room. Flows mix languages freely: one function, one file, one language."""


class HotelUnreachable(Exception):
    """The hotel's system does not answer; the class name is the error name that the flow retries."""


def handler(event, context):
    """Returns the number under which the room is booked."""
    traveller = event["traveller"]
    if event.get("isUnreachable"):
        raise HotelUnreachable(f"The hotel did not answer the request for {traveller}.")
    return {"hotel": f"hotel-{traveller}"}
