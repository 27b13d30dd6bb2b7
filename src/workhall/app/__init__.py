"""The only place that knows everything: builds ports, surfaces and workers, and starts them.

Import from the module that has it (`workhall.app.build`): the supervisor must not load what only web processes need.
"""
