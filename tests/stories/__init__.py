"""Stories: what people do with the whole product, in processes of its own."""
