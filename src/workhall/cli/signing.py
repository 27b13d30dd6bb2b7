"""`workhall key rotate-signing`: another key for the tokens of the whole house."""

from datetime import timedelta

import click

from workhall.cli.desk import clerk, for_the_house, in_the_house
from workhall.persistence import Transaction
from workhall.surfaces.web.house import House


@click.command("rotate-signing")
@for_the_house
@click.option("--withdraw", is_flag=True, help="take the old keys away too: whoever has a token must show another")
def rotate_signing(*, withdraw: bool, **where: str | None) -> None:
    """Sign tokens with a new key from now on, on every node.

    Tokens signed before go on working until they expire. If somebody may have read a key, use --withdraw: all
    tokens are dead at once, in every organisation. Apps fetch new ones by themselves; sessions and API keys stay.
    """

    async def work(house: House, _: Transaction) -> str:
        key_id = await house.keyring.rotate(clerk(), withdraw=withdraw)
        lifetime = timedelta(seconds=house.settings.access_token_s)
        rest = "the keys before it are withdrawn" if withdraw else f"tokens of older keys end within {lifetime}"
        return f"{key_id} signs from now on; {rest}."

    click.echo(in_the_house(where, work))
