"""The usual recipe in a process of its own, for the benchmark: LangChain's ensemble of BM25 and FAISS, with the same
model through sentence-transformers, over the same passages.

``python -m evals.recipe build FOLDER PASSAGES`` makes and saves the FAISS store; ``ask FOLDER PASSAGES QUESTION``
starts cold and prints the five nearest; ``warm FOLDER PASSAGES QUESTIONS`` prints times and memory as JSON.
"""

from __future__ import annotations

import json
import os
import sys
import warnings
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from langchain_core.documents import Document
    from langchain_core.embeddings import Embeddings
    from langchain_core.retrievers import BaseRetriever

TOP = 5


def documents(passages: Path) -> list[Document]:
    """The index's own passages (``passages.jsonl``) as LangChain documents."""
    from langchain_core.documents import Document

    entries = [json.loads(line) for line in passages.read_text(encoding="utf-8").splitlines()]
    return [Document(page_content=f"{e['title']}. {e['text']}", metadata={"id": e["id"]}) for e in entries]


def embeddings() -> Embeddings:
    """The bundled model by ``langchain-huggingface``, on the processor."""
    from langchain_huggingface import HuggingFaceEmbeddings

    from indexer import model_files

    made: Embeddings = HuggingFaceEmbeddings(
        model_name=str(model_files.locate(model_files.BUNDLED)),
        model_kwargs={"device": "cpu"},
        encode_kwargs={"normalize_embeddings": True},
    )
    return made


def build(folder: Path, passages: Path) -> None:
    """Embed the passages and save the FAISS store into `folder`."""
    from langchain_community.vectorstores import FAISS

    FAISS.from_documents(documents(passages), embeddings()).save_local(str(folder))


def opened(folder: Path, passages: Path) -> BaseRetriever:
    """The ensemble, from a saved store; BM25 has none and is made anew, as in LangChain's documentation."""
    from langchain_classic.retrievers import EnsembleRetriever
    from langchain_community.retrievers import BM25Retriever
    from langchain_community.vectorstores import FAISS

    # The store was written by `build` moments ago, which is why its pickle may be read.
    store = FAISS.load_local(str(folder), embeddings(), allow_dangerous_deserialization=True)
    lexical = BM25Retriever.from_documents(documents(passages), k=TOP)
    dense = store.as_retriever(search_kwargs={"k": TOP})
    made: BaseRetriever = EnsembleRetriever(retrievers=[lexical, dense], weights=[0.5, 0.5])
    return made


def warm(retriever: BaseRetriever, questions: Sequence[str]) -> dict[str, Any]:
    """Milliseconds of each question once the first ones are through, and the resident memory in MB."""
    from evals.bench import resident

    times = []
    for question in [*questions[:TOP], *questions]:
        start = perf_counter()
        retriever.invoke(question)
        times.append((perf_counter() - start) * 1000)
    return {"milliseconds": times[TOP:], "megabytes": resident(os.getpid())}


def main(arguments: Sequence[str]) -> int:
    """Do one of the three steps."""
    step, folder, passages, *rest = arguments
    warnings.simplefilter("ignore")
    if step == "build":
        build(Path(folder), Path(passages))
        return 0
    retriever = opened(Path(folder), Path(passages))
    if step == "ask":
        found = [document.metadata["id"] for document in retriever.invoke(rest[0])[:TOP]]
        sys.stdout.write(json.dumps(found) + "\n")
    else:
        questions = json.loads(Path(rest[0]).read_text(encoding="utf-8"))
        sys.stdout.write(json.dumps(warm(retriever, questions)) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
