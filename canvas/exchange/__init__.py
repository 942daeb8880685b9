"""The formats in which a canvas leaves and enters, a module a format; without a database.

`vinculo_canvas` is the door to `vinculo-canvas/1`. Behind it `description` says once what each
element holds, made of `records` and `values` within the `limits`; `json_text` reads JSON
strictly, `faults` collects what is wrong, `schema` publishes the description.
"""
