"""The sample sites: invented documents of invented States, served on loopback in the shapes of the real sites.

They let a user (and the tests) run the whole of verbale where no live site can be reached. Every sentence is our own,
every title ends in "(sample)", every file says on its first page that it is no official record.

One rule keeps the samples apart from real documents: the first number of a symbol is one that no real document has.
Sessions of the General Assembly are a hundred too high (A/RES/178/916 where the session of 2023 was the 78th), ad hoc
committees and decisions of the Ministerial Council are in the nine hundreds (A/AC.992/..., MC.DEC/905/23), decisions,
journals and papers of the Permanent Council are in the nine thousands (PC.DEC/9202).
"""
