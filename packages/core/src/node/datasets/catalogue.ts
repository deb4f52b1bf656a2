/**
 * The data sets that are known by name: where their files are, how large, and what they sum to. The data belong to those who made them and are
 * no part of this package.
 */

/** A checksum in hexadecimal. */
export interface Checksum {
  readonly algorithm: 'sha256' | 'md5';
  readonly hex: string;
}

/** A file that can be downloaded. */
export interface RemoteFile {
  readonly name: string;
  /** The same file at several places, the first choice first. */
  readonly urls: readonly string[];
  /** Size in bytes; null where nobody has published it. */
  readonly bytes: number | null;
  readonly sum: Checksum;
}

/** The files of a data set. */
export interface Dataset {
  readonly name: string;
  /** One line: whose it is and what it shows. */
  readonly about: string;
  readonly trainImages: RemoteFile;
  readonly trainLabels: RemoteFile;
  readonly testImages: RemoteFile;
  readonly testLabels: RemoteFile;
}

/** Name, bytes and checksum (64 digits are a SHA-256, 32 an MD5) of a file. */
type Entry = readonly [name: string, bytes: number | null, sum: string];

function dataset(
  name: string,
  about: string,
  mirrors: readonly string[],
  entries: readonly [Entry, Entry, Entry, Entry],
): Dataset {
  const [trainImages, trainLabels, testImages, testLabels] = entries.map(
    ([file, bytes, hex]): RemoteFile => ({
      name: file,
      urls: mirrors.map((mirror) => mirror + file),
      bytes,
      sum: { algorithm: hex.length === 64 ? 'sha256' : 'md5', hex },
    }),
  ) as [RemoteFile, RemoteFile, RemoteFile, RemoteFile];
  return { name, about, trainImages, trainLabels, testImages, testLabels };
}

/** Every data set by name. */
export const datasets: ReadonlyMap<string, Dataset> = new Map(
  [
    dataset(
      'mnist',
      'handwritten digits, by LeCun, Cortes and Burges',
      [
        'https://ossci-datasets.s3.amazonaws.com/mnist/',
        'https://storage.googleapis.com/cvdf-datasets/mnist/',
      ],
      [
        [
          'train-images-idx3-ubyte.gz',
          9_912_422,
          '440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609',
        ],
        [
          'train-labels-idx1-ubyte.gz',
          28_881,
          '3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c',
        ],
        [
          't10k-images-idx3-ubyte.gz',
          1_648_877,
          '8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6',
        ],
        [
          't10k-labels-idx1-ubyte.gz',
          4542,
          'f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6',
        ],
      ],
    ),
    // Sizes and sums of the next two: TensorFlow Datasets, url_checksums/fashion_mnist.txt and kmnist.txt.
    dataset(
      'fashion-mnist',
      'articles of clothing, by Zalando Research',
      [
        'https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/',
        'http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/',
      ],
      [
        [
          'train-images-idx3-ubyte.gz',
          26_421_880,
          '3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84',
        ],
        [
          'train-labels-idx1-ubyte.gz',
          29_515,
          'a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845',
        ],
        [
          't10k-images-idx3-ubyte.gz',
          4_422_102,
          '346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073',
        ],
        [
          't10k-labels-idx1-ubyte.gz',
          5148,
          '67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5',
        ],
      ],
    ),
    dataset(
      'kmnist',
      'cursive Japanese characters, by the ROIS-DS Center for Open Data in the Humanities',
      ['http://codh.rois.ac.jp/kmnist/dataset/kmnist/'],
      [
        [
          'train-images-idx3-ubyte.gz',
          18_165_135,
          '51467d22d8cc72929e2a028a0428f2086b092bb31cfb79c69cc0a90ce135fde4',
        ],
        [
          'train-labels-idx1-ubyte.gz',
          29_497,
          'e38f9ebcd0f3ebcdec7fc8eabdcdaef93bb0df8ea12bee65224341c8183d8e17',
        ],
        [
          't10k-images-idx3-ubyte.gz',
          3_041_136,
          'edd7a857845ad6bb1d0ba43fe7e794d164fe2dce499a1694695a792adfac43c5',
        ],
        [
          't10k-labels-idx1-ubyte.gz',
          5120,
          '20bb9a0ef54c7db3efc55a92eef5582c109615df22683c380526788f98e42a1c',
        ],
      ],
    ),
    // Only MD5 sums are published (torchvision, QMNIST.resources), and no sizes.
    dataset(
      'qmnist',
      "MNIST with 60,000 test images and the writers' numbers, by Yadav and Bottou",
      ['https://raw.githubusercontent.com/facebookresearch/qmnist/master/'],
      [
        ['qmnist-train-images-idx3-ubyte.gz', null, 'ed72d4157d28c017586c42bc6afe6370'],
        ['qmnist-train-labels-idx2-int.gz', null, '0058f8dd561b90ffdd0f734c6a30e5e4'],
        ['qmnist-test-images-idx3-ubyte.gz', null, '1394631089c404de565df7b7aeaf9412'],
        ['qmnist-test-labels-idx2-int.gz', 526_800, '5b5b05890a5e13444e108efe57b788aa'],
      ],
    ),
  ].map((entry) => [entry.name, entry]),
);
