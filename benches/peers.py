#!/usr/bin/env python3
"""The peers on the vectors that `cargo bench --bench index -- 1000000 100 3 --dump FOLDER` writes: same data, same questions.

    pip install numpy scipy scikit-learn faiss-cpu hnswlib usearch
    python3 benches/peers.py FOLDER [rich|lean] [--graphs]

Median milliseconds a question, one thread, exact top 10 by cosine unless a recall is given; what is not installed is left out. `--graphs` builds
the approximate graphs too, which takes minutes. Recall counts a track that scores no worse than the tenth best, so that ties are not misses.
"""

import json
import os
import sys
import time

os.environ["OMP_NUM_THREADS"] = "1"
os.environ["OPENBLAS_NUM_THREADS"] = "1"

import numpy as np

K = 10


def median(answer, questions):
    times, found = [], []
    for question in questions:
        start = time.perf_counter()
        found.append(answer(question))
        times.append((time.perf_counter() - start) * 1e3)
    return float(np.median(times)), found


def main():
    folder, shape = sys.argv[1], "lean" if "lean" in sys.argv[2:] else "rich"
    read = lambda what, kind: np.fromfile(f"{folder}/{shape}.{what}", dtype=kind)
    facts = json.load(open(f"{folder}/{shape}.facts"))
    starts, dimensions, values = read("starts", "<u8"), read("dimensions", "<u4"), read("values", "<f4")
    questions = read("questions", "<u8").astype(np.int64)[:100]
    n, width = len(starts) - 1, facts["width"]
    dense = np.zeros((n, width), dtype=np.float32)
    dense[np.repeat(np.arange(n), np.diff(starts.astype(np.int64))), dimensions] = values

    tenth = []
    for question in questions:
        scores = dense @ dense[question]
        scores[question] = -1
        tenth.append(np.partition(scores, -K)[-K])

    def recall(found):
        hits = 0
        for question, bar, tracks in zip(questions, tenth, found):
            tracks = [track for track in tracks if track >= 0 and track != question][:K]
            hits += int(np.sum(dense[tracks] @ dense[question] >= bar - 1e-6))
        return hits / (K * len(questions))

    def report(name, answer, build=None, some=questions):
        time_of, found = median(answer, some)
        right = recall(found) if len(some) == len(questions) else float("nan")
        built = "" if build is None else f"  built in {build:.0f} s"
        print(f"{name:34} {time_of:9.3f} ms  recall {right:.3f}{built}", flush=True)

    print(f"{n} tracks, {shape}; ost, measured when the vectors were written: {facts['ost_ms']:.3f} ms, recall 1")

    def product(question):
        scores = dense @ dense[question]
        best = np.argpartition(scores, -K - 1)[-K - 1 :]
        return best[np.argsort(-scores[best])]

    report("numpy product + argpartition", product)
    try:
        import faiss

        faiss.omp_set_num_threads(1)
        flat = faiss.IndexFlatIP(width)
        flat.add(dense)
        report("faiss IndexFlatIP", lambda q: flat.search(dense[q : q + 1], K + 1)[1][0])
        del flat
    except ImportError:
        pass
    try:
        import scipy.sparse
        from sklearn.neighbors import NearestNeighbors

        sparse = scipy.sparse.csr_matrix((values, dimensions, starts), shape=(n, width))
        near = NearestNeighbors(n_neighbors=K + 1, metric="cosine", algorithm="brute").fit(sparse)
        report("scikit-learn NearestNeighbors", lambda q: near.kneighbors(sparse[q], return_distance=False)[0], some=questions[:10])
    except ImportError:
        pass
    if "--graphs" not in sys.argv:
        return
    try:
        import hnswlib

        graph = hnswlib.Index(space="ip", dim=width)
        graph.init_index(max_elements=n, ef_construction=200, M=16)
        graph.set_num_threads(1)
        start = time.perf_counter()
        graph.add_items(dense)
        built = time.perf_counter() - start
        for ef in (16, 32, 64, 128, 256, 1024):
            graph.set_ef(ef)
            report(f"hnswlib ef {ef}", lambda q: graph.knn_query(dense[q], k=K + 1)[0][0], built)
    except ImportError:
        pass
    try:
        from usearch.index import Index

        graph = Index(ndim=width, metric="ip", dtype="f32")
        start = time.perf_counter()
        graph.add(np.arange(n), dense, threads=1)
        built = time.perf_counter() - start
        report("usearch", lambda q: graph.search(dense[q], K + 1, threads=1).keys, built)
    except ImportError:
        pass


if __name__ == "__main__":
    main()
