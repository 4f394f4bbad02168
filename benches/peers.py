#!/usr/bin/env python3
"""ost beside its peers: the same vectors, the same questions, the same run.

    pip install numpy scipy scikit-learn faiss-cpu hnswlib usearch
    python3 benches/peers.py [--tracks 1000000] [--questions 100] [--tags FILE] [--graphs] [--folder FOLDER]

Runs `cargo bench --bench index`, which measures ost and the plain scan and writes the vectors and the questions, then asks the peers. Median
milliseconds a question, one thread, the top 10 by cosine, with the recall beside every time; what is not installed is left out. Recall counts a track
that scores no worse than the tenth best, so that ties are not misses. `--tags` takes a table of tag sets instead of synthetic catalogues, as the bench
does. `--graphs` asks the approximate graphs too; building them takes minutes, so they are kept in the folder, for the vectors they were made of.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
import zlib
from pathlib import Path

os.environ["OMP_NUM_THREADS"] = "1"
os.environ["OPENBLAS_NUM_THREADS"] = "1"
# The kernels that suit the processor, not those that somebody chose for another program.
os.environ.pop("OPENBLAS_CORETYPE", None)
os.environ.pop("OPENBLAS_L2_SIZE", None)

import numpy as np

K = 10
# How many times faster than faiss IndexFlatIP ost has to be.
BOUNDS = {"rich": 200, "lean": 500, "tags": 100}
# How far the graphs look; the time that counts is the least at this recall.
EFFORTS = (16, 32, 64, 96, 128, 192, 256, 384, 512, 1024, 2048)
RECALL = 0.99


class Data:
    """The vectors of a catalogue, as the bench wrote them."""

    def __init__(self, folder, shape):
        read = lambda what, kind: np.fromfile(folder / f"{shape}.{what}", dtype=kind)
        self.folder, self.shape = folder, shape
        self.starts, self.dimensions, self.values = read("starts", "<u8"), read("dimensions", "<u4"), read("values", "<f4")
        self.asked = [Asked(folder, shape, kind) for kind in ("seeds", "dislikes")]
        self.n, self.width = len(self.starts) - 1, self.asked[0].vectors.shape[1]
        self.dense = np.zeros((self.n, self.width), dtype=np.float32)
        self.dense[np.repeat(np.arange(self.n), np.diff(self.starts.astype(np.int64))), self.dimensions] = self.values
        self.checksum = zlib.crc32(self.values, zlib.crc32(self.dimensions))


class Asked:
    """Questions of a kind as vectors, the tracks given in each, and what the bench measured."""

    def __init__(self, folder, shape, kind):
        self.kind = kind
        self.figures = json.loads((folder / f"{shape}.{kind}.figures").read_text())
        self.vectors = np.fromfile(folder / f"{shape}.{kind}.vectors", dtype="<f4").reshape(-1, int(self.figures["width"]))
        self.given = json.loads((folder / f"{shape}.{kind}.given").read_text())
        # Given tracks are not answers, so so many more are asked for.
        self.k = K + max(len(given) for given in self.given)


class Table:
    """Measures, and prints a row as it is measured."""

    def __init__(self, data, asked):
        self.data, self.asked = data, asked
        figures = asked.figures
        print(
            f"\n{data.shape}, {asked.kind}: {data.n} tracks, {data.width} dimensions, {len(data.values) / data.n:.1f} non-zeros; "
            f"{len(asked.vectors)} questions; memory {figures['gb_per_s']:.1f} GB/s; milliseconds, one thread"
        )
        print(f"{'':34} {'median':>9} {'p99':>9} {'recall':>7} {'of ost':>8} {'build s':>8}")
        self.row("ost", figures["ost_ms"], figures["ost_p99_ms"], 1, figures["ost_build_s"])
        self.row("plain scan of sparse rows, Rust", figures["plain_ms"], None, 1)
        self.tenth = []
        for vector, given in zip(asked.vectors, asked.given):
            scores = data.dense @ vector
            scores[given] = -1
            self.tenth.append(np.partition(scores, -K)[-K])

    def row(self, name, median, p99, recall, build=None):
        p99, build = ("" if p99 is None else f"{p99:.3f}"), ("" if build is None else f"{build:.1f}")
        times = median / self.asked.figures["ost_ms"]
        print(f"{name:34} {median:9.3f} {p99:>9} {recall:7.3f} {times:7.1f}x {build:>8}", flush=True)

    def ask(self, name, answer, build=None, most=None):
        """Asks every question; gives the median and the recall. `answer` gets a vector as a matrix of one row, and gives tracks."""
        questions = [vector.reshape(1, -1) for vector in self.asked.vectors[:most]]
        times, found = [], []
        # Once in vain, so that nobody pays for being first.
        answer(questions[-1])
        for question in questions:
            start = time.perf_counter()
            found.append(answer(question))
            times.append((time.perf_counter() - start) * 1e3)
        median, recall = float(np.median(times)), self.recall(questions, found)
        self.row(name, median, float(np.quantile(times, 0.99)), recall, build)
        return median, recall

    def recall(self, questions, found):
        hits = 0
        for question, given, bar, tracks in zip(questions, self.asked.given, self.tenth, found):
            tracks = [track for track in tracks if 0 <= track < self.data.n and track not in given][:K]
            hits += int(np.sum(self.data.dense[tracks] @ question[0] >= bar - 1e-6))
        return hits / (K * len(found))

    def bound(self, name, median, least):
        times = median / self.asked.figures["ost_ms"]
        print(f"{name:54} {times:8.1f}x, at least {least}x: {'met' if times >= least else 'MISSED'}", flush=True)


def exact(data):
    """Asks those that look at everything."""
    for asked in data.asked:
        table, dense = Table(data, asked), data.dense

        def product(question):
            scores = dense @ question[0]
            best = np.argpartition(scores, -asked.k)[-asked.k :]
            return best[np.argsort(-scores[best])]

        table.ask("numpy product + argpartition", product)
        try:
            import faiss

            faiss.omp_set_num_threads(1)
            start = time.perf_counter()
            flat = faiss.IndexFlatIP(data.width)
            flat.add(dense)
            build = time.perf_counter() - start
            median, _ = table.ask("faiss IndexFlatIP", lambda question: flat.search(question, asked.k)[1][0], build)
            if asked.kind == "seeds":
                table.bound("faster than faiss IndexFlatIP", median, BOUNDS[data.shape])
            del flat
        except ImportError:
            pass
        try:
            import scipy.sparse
            from sklearn.neighbors import NearestNeighbors

            sparse = scipy.sparse.csr_matrix((data.values, data.dimensions, data.starts), shape=(data.n, data.width))
            near = NearestNeighbors(n_neighbors=asked.k, metric="cosine", algorithm="brute").fit(sparse)
            table.ask(
                "scikit-learn NearestNeighbors",
                lambda question: near.kneighbors(scipy.sparse.csr_matrix(question), return_distance=False)[0],
                most=20,
            )
        except ImportError:
            pass


def kept(data, name, build, load):
    """A graph out of the folder, else a new one, and the seconds of processor time that building it took."""
    file = data.folder / f"{data.shape}-{data.checksum:08x}.{name}"
    seconds = file.with_suffix(f".{name}.seconds")
    if not seconds.exists():
        start = time.process_time()
        build(file)
        seconds.write_text(str(time.process_time() - start))
    return load(file), float(seconds.read_text())


def hnswlib(data, threads):
    import hnswlib

    def build(file):
        graph = hnswlib.Index(space="ip", dim=data.width)
        graph.init_index(max_elements=data.n, ef_construction=200, M=16, random_seed=7)
        graph.add_items(data.dense, num_threads=threads)
        graph.save_index(str(file))

    def load(file):
        graph = hnswlib.Index(space="ip", dim=data.width)
        graph.load_index(str(file))
        graph.set_num_threads(1)
        return graph

    graph, seconds = kept(data, "hnswlib", build, load)

    def answer(question, effort, k):
        graph.set_ef(max(effort, k))
        return graph.knn_query(question, k=k)[0][0]

    return answer, seconds


def usearch(data, threads):
    from usearch.index import Index

    def build(file):
        graph = Index(ndim=data.width, metric="ip", dtype="f32", connectivity=16, expansion_add=200)
        graph.add(np.arange(data.n), data.dense, threads=threads)
        graph.save(str(file))

    graph, seconds = kept(data, "usearch", build, lambda file: Index.restore(str(file)))

    def answer(question, effort, k):
        graph.expansion_search = max(effort, k)
        return graph.search(question[0], k, threads=1).keys

    return answer, seconds


def graphs(data, threads):
    """Asks those that look at a part, ever further until the recall is what counts."""
    for name, made in (("hnswlib", hnswlib), ("usearch", usearch)):
        try:
            answer, seconds = made(data, threads)
        except ImportError:
            continue
        for asked in data.asked:
            table = Table(data, asked)
            for effort in EFFORTS:
                said = f"{name} ef {effort}"
                median, recall = table.ask(said, lambda question: answer(question, effort, asked.k), seconds)
                if recall >= RECALL:
                    if (name, data.shape) == ("hnswlib", "rich"):
                        table.bound(f"faster than hnswlib at recall {RECALL}", median, 1)
                    break


def kernel():
    """The kernels that numpy runs on, where that can be told."""
    try:
        from threadpoolctl import threadpool_info
    except ImportError:
        return ""
    return ", ".join(f"{pool.get('internal_api')} {pool.get('architecture', '')}" for pool in threadpool_info())


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--tracks", default="1000000", help="of each synthetic catalogue (1000000)")
    parser.add_argument("--questions", default="100", help="(100)")
    parser.add_argument("--tags", metavar="FILE", help="a table of tag sets, instead of synthetic catalogues")
    parser.add_argument("--graphs", action="store_true", help="hnswlib and usearch too")
    parser.add_argument("--threads", type=int, default=os.cpu_count(), help="that build the graphs (all)")
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "ost-peers", help="for vectors and graphs")
    parser.add_argument("--written", action="store_true", help="take the vectors that an earlier run wrote, and its times")
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    shapes = ["tags"] if arguments.tags else ["rich", "lean"]
    if not arguments.written:
        bench = ["cargo", "bench", "--quiet", "--bench", "index", "--", arguments.tracks, arguments.questions, "3"]
        bench += ["--kinds", "seeds,dislikes", "--dump", str(arguments.folder.resolve())]
        bench += ["--tags", str(Path(arguments.tags).resolve())] if arguments.tags else []
        subprocess.run(bench, check=True, cwd=Path(__file__).resolve().parent.parent)
    print(f"numpy {np.__version__}: {kernel()}")
    for shape in shapes:
        data = Data(arguments.folder, shape)
        exact(data)
        if arguments.graphs:
            graphs(data, arguments.threads)


if __name__ == "__main__":
    sys.exit(main())
