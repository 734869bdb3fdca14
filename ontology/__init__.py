"""The ground floor: vocabulary, instance data and shapes as Turtle, and the typed read model over them."""
