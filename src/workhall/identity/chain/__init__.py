"""The chain of the audit log: each seal hashes its entry and the seal before it.

Seals are made behind the writers, so that writers never wait for each other. A changed, removed or inserted
entry breaks the chain from there on, and `verify` says where.
"""

from workhall.identity.chain.seal import Broken, ChainState, seal_all, state, verify

__all__ = ["Broken", "ChainState", "seal_all", "state", "verify"]
