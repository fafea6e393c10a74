// Country outlines for the maps: world-atlas (Natural Earth, public domain) -> projected, simplified rings.
// The server draws with them; they are never sent.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { feature } from 'topojson-client';

const require = createRequire(import.meta.url);
const world = JSON.parse(readFileSync(require.resolve('world-atlas/countries-10m.json'), 'utf8'));
const NAMES = {
  Denmark: 'DK',
  Norway: 'NO',
  Sweden: 'SE',
  Finland: 'FI',
  Åland: 'AX',
  Iceland: 'IS',
  'Faeroe Is.': 'FO',
  Greenland: 'GL',
  Germany: 'DE',
  Poland: 'PL',
  Estonia: 'EE',
  Latvia: 'LV',
  Lithuania: 'LT',
  Russia: 'RU',
};
const NEIGHBOURS = ['DE', 'PL', 'EE', 'LV', 'LT', 'RU'];
// centre [lon, lat], window [west, south, east, north] that its arcs must touch, tolerances in metres
const FRAMES = {
  main: {
    centre: [17, 64],
    window: [2, 52.5, 36, 72.5],
    codes: ['DK', 'NO', 'SE', 'FI', 'AX', ...NEIGHBOURS],
    wide: 2600,
    near: 120,
  },
  is: { centre: [-19, 65], window: [-26, 62.5, -12, 67.5], codes: ['IS'], wide: 2600, near: 120 },
  fo: { centre: [-7, 62], window: [-8, 61, -6, 63], codes: ['FO'], wide: 300, near: 120 },
  gl: { centre: [-41, 72], window: [-75, 58, -10, 84], codes: ['GL'], wide: 16000, near: 400 },
};
const R = 6371007,
  RAD = Math.PI / 180;

function laea([lon0, lat0]) {
  const s0 = Math.sin(lat0 * RAD),
    c0 = Math.cos(lat0 * RAD);
  return ([lon, lat]) => {
    const s = Math.sin(lat * RAD),
      c = Math.cos(lat * RAD),
      d = (lon - lon0) * RAD;
    const k = R * Math.sqrt(2 / (1 + s0 * s + c0 * c * Math.cos(d)));
    return [k * c * Math.sin(d), k * (c0 * s - s0 * c * Math.cos(d))];
  };
}

/** Douglas-Peucker on one arc, so that shared borders stay shared. */
function simplify(line, tolerance) {
  const keep = new Uint8Array(line.length),
    stack = [[0, line.length - 1]];
  keep[0] = keep[line.length - 1] = 1;
  while (stack.length) {
    const [a, b] = stack.pop(),
      [x0, y0] = line[a],
      [x1, y1] = line[b];
    const dx = x1 - x0,
      dy = y1 - y0,
      length = Math.hypot(dx, dy);
    let worst = tolerance,
      at = -1;
    for (let i = a + 1; i < b; i++) {
      const [x, y] = line[i];
      const away = length ? Math.abs(dy * (x - x0) - dx * (y - y0)) / length : Math.hypot(x - x0, y - y0);
      if (away > worst) {
        worst = away;
        at = i;
      }
    }
    if (at > 0) {
      keep[at] = 1;
      stack.push([a, at], [at, b]);
    }
  }
  return line.filter((_, i) => keep[i]);
}

/** Undo world-atlas's quantisation. */
function degrees(arc) {
  const {
    scale: [kx, ky],
    translate: [tx, ty],
  } = world.transform;
  let x = 0,
    y = 0;
  return arc.map(([dx, dy]) => [(x += dx) * kx + tx, (y += dy) * ky + ty]);
}

const area = (ring) =>
  Math.abs(
    ring.reduce((sum, [x, y], i) => {
      const [u, v] = ring[(i + 1) % ring.length];
      return sum + x * v - u * y;
    }, 0),
  ) / 2;
const ringsOf = ({ type, coordinates }) => (type === 'MultiPolygon' ? coordinates.flat() : coordinates);
const arcs = world.arcs.map(degrees);

/** Project, simplify and stitch the outlines of every frame at its two levels. */
export function outlines() {
  const out = { source: 'Natural Earth 1:10m through world-atlas; public domain', unit_m: 100, frames: {} };
  for (const [name, frame] of Object.entries(FRAMES)) {
    const project = laea(frame.centre),
      [w, s, e, n] = frame.window,
      plane = arcs.map((arc) => arc.map(project));
    out.frames[name] = { centre: frame.centre };
    for (const level of ['wide', 'near']) {
      const tolerance = frame[level];
      const topology = { type: 'Topology', objects: {}, arcs: plane.map((arc) => simplify(arc, tolerance)) };
      const byCode = {};
      for (const geometry of world.objects.countries.geometries) {
        const code = NAMES[geometry.properties.name];
        if (!frame.codes.includes(code)) continue;
        const lonlat = ringsOf(feature({ type: 'Topology', objects: {}, arcs }, geometry).geometry);
        byCode[code] = ringsOf(feature(topology, geometry).geometry)
          .filter(
            (ring, i) =>
              ring.length > 3 &&
              area(ring) > tolerance * tolerance * 2 &&
              lonlat[i].some(([lon, lat]) => lon > w && lon < e && lat > s && lat < n),
          )
          .map((ring) => ring.map(([x, y]) => [Math.round(x / 100), Math.round(y / 100)]));
      }
      out.frames[name][level] = byCode;
    }
  }
  return out;
}
