/// What the heat map does: a cell under the pointer or the keys is read out, a class is found, a part is enlarged.
enum HeatMapScript {
    static let source = """
        (() => {
          const map = document.querySelector('.map');
          if (!map) return;
          const data = JSON.parse(document.getElementById('map-data').textContent);
          const count = data.names.length;
          const grid = map.querySelector('.map-grid');
          const plane = map.querySelector('.map-plane');
          const drawing = plane.querySelector('svg');
          const readout = map.querySelector('.map-readout');
          const search = map.querySelector('input');
          const sides = [[...map.querySelectorAll('.map-rows span')], [...map.querySelectorAll('.map-columns span')]];
          const [rowBand, columnBand, cell] = ['band', 'band', 'cell'].map((name) => {
            const mark = document.createElement('i');
            mark.className = name;
            mark.hidden = true;
            plane.append(mark);
            return mark;
          });
          const rows = data.rows.map((pairs) => {
            const row = new Map();
            for (let i = 0; i < pairs.length; i += 2) row.set(pairs[i], pairs[i + 1]);
            return row;
          });
          const totals = rows.map((row) => [...row.values()].reduce((sum, value) => sum + value, 0));
          const view = { size: count, row: 0, column: 0 };
          let cursor = null;
          let found = -1;
          const share = (value, of) => of ? (100 * value / of).toFixed(1) + ' %' : '–';
          const pictures = (value) => value + (value === 1 ? ' picture' : ' pictures');

          const words = (row, column) => {
            const value = rows[row].get(column) ?? 0;
            const of = totals[row];
            if (row === column) {
              return `${data.names[row]}: ${value} of ${pictures(of)} right (${share(value, of)})`;
            }
            return `given ${data.names[row]}, predicted ${data.names[column]}: ${value} of ${pictures(of)} (${share(value, of)})`;
          };
          const aboutClass = (index) => {
            const others = [...rows[index]].filter((entry) => entry[0] !== index).sort((a, b) => b[1] - a[1]).slice(0, 3);
            const right = rows[index].get(index) ?? 0;
            const taken = others.map((entry) => `${data.names[entry[0]]} (${entry[1]})`).join(', ');
            return `${data.names[index]}: ${right} of ${pictures(totals[index])} right (${share(right, totals[index])})`
              + (taken ? `; taken for ${taken}` : '');
          };
          const place = (mark, row, column, height, width) => {
            const unit = 100 / view.size;
            mark.style.top = (row - view.row) * unit + '%';
            mark.style.left = (column - view.column) * unit + '%';
            mark.style.height = height * unit + '%';
            mark.style.width = width * unit + '%';
          };
          const draw = () => {
            drawing.setAttribute('viewBox', `${view.column} ${view.row} ${view.size} ${view.size}`);
            const side = plane.clientWidth / view.size;
            const step = Math.max(1, Math.ceil(11.5 / side));
            sides.forEach((names, axis) => {
              const start = axis ? view.column : view.row;
              const named = [found, cursor ? cursor[axis] : -1].filter((index) => index >= 0);
              names.forEach((name, index) => {
                const isNamed = named.includes(index);
                const isCrowded = named.some((other) => Math.abs(other - index) < step);
                name.classList.toggle('off', index < start || index >= start + view.size);
                name.classList.toggle('thin', !isNamed && (index % step !== 0 || isCrowded));
                name.classList.toggle('found', isNamed);
              });
            });
            rowBand.hidden = columnBand.hidden = found < 0;
            if (found >= 0) {
              place(rowBand, found, view.column, 1, view.size);
              place(columnBand, view.row, found, view.size, 1);
            }
            cell.hidden = cursor === null;
            if (cursor) place(cell, cursor[0], cursor[1], 1, 1);
            for (const button of map.querySelectorAll('[data-zoom]')) {
              const kind = button.dataset.zoom;
              button.disabled = kind === 'in' ? view.size <= Math.min(6, count) : view.size === count;
            }
          };
          const keepInside = (value) => Math.round(Math.min(Math.max(value, 0), count - view.size));
          const zoom = (factor, row, column) => {
            const before = view.size;
            const atRow = (row - view.row) / before;
            const atColumn = (column - view.column) / before;
            view.size = Math.round(Math.min(Math.max(before * factor, Math.min(6, count)), count));
            view.row = keepInside(row - atRow * view.size);
            view.column = keepInside(column - atColumn * view.size);
            draw();
          };
          const zoomHere = (kind) => {
            const centre = cursor ?? (found >= 0 ? [found, found] : [view.row + view.size / 2, view.column + view.size / 2]);
            if (kind === 'all') zoom(count, 0, 0);
            else zoom(kind === 'in' ? 0.5 : 2, centre[0] + 0.5, centre[1] + 0.5);
          };
          const reveal = (row, column) => {
            const needed = (at, start) => at < start ? at : at >= start + view.size ? at - view.size + 1 : start;
            view.row = needed(row, view.row);
            view.column = needed(column, view.column);
          };
          const select = (row, column) => {
            cursor = [row, column];
            reveal(row, column);
            readout.textContent = words(row, column);
            draw();
          };
          const at = (event) => {
            const box = drawing.getBoundingClientRect();
            const part = (value, start, length) => Math.min(Math.max(Math.floor((value - start) / length * view.size), 0), view.size - 1);
            return [view.row + part(event.clientY, box.top, box.height), view.column + part(event.clientX, box.left, box.width)];
          };

          let drag = null;
          plane.addEventListener('pointermove', (event) => {
            if (drag && event.pointerType === 'mouse') {
              const unit = drawing.clientWidth / view.size;
              view.row = keepInside(drag.row - (event.clientY - drag.y) / unit);
              view.column = keepInside(drag.column - (event.clientX - drag.x) / unit);
              drag.moved ||= Math.hypot(event.clientX - drag.x, event.clientY - drag.y) > 4;
              return draw();
            }
            const [row, column] = at(event);
            readout.textContent = words(row, column);
            window.reportTip.show(words(row, column), event.clientX, event.clientY);
          });
          plane.addEventListener('pointerdown', (event) => {
            drag = { x: event.clientX, y: event.clientY, row: view.row, column: view.column, moved: false };
          });
          addEventListener('pointerup', () => setTimeout(() => { drag = null; }));
          plane.addEventListener('pointerleave', () => window.reportTip.hide());
          plane.addEventListener('click', (event) => { if (!drag?.moved) select(...at(event)); });
          plane.addEventListener('dblclick', (event) => { const [row, column] = at(event); zoom(0.5, row + 0.5, column + 0.5); });
          grid.addEventListener('keydown', (event) => {
            const moves = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
            const inside = (value) => Math.min(Math.max(value, 0), count - 1);
            const move = moves[event.key];
            if (event.ctrlKey || event.metaKey || event.altKey) return;
            if (move) {
              const from = cursor ?? [view.row - move[0], view.column - move[1]];
              select(inside(from[0] + move[0]), inside(from[1] + move[1]));
            } else if (event.key === 'Home' && cursor) select(cursor[0], 0);
            else if (event.key === 'End' && cursor) select(cursor[0], count - 1);
            else if (event.key === 'Enter' && cursor) select(cursor[0], cursor[0]);
            else if (event.key === '+' || event.key === '=') zoomHere('in');
            else if (event.key === '-') zoomHere('out');
            else if (event.key === '0') zoomHere('all');
            else if (event.key === 'Escape') { cursor = null; readout.textContent = data.hint; draw(); }
            else return;
            event.preventDefault();
          });
          for (const button of map.querySelectorAll('[data-zoom]')) {
            button.addEventListener('click', () => zoomHere(button.dataset.zoom));
          }
          search.addEventListener('input', () => {
            const text = search.value.trim().toLowerCase();
            const lower = data.names.map((name) => name.toLowerCase());
            found = text === '' ? -1 : lower.indexOf(text);
            if (found < 0 && text !== '') found = lower.findIndex((name) => name.includes(text));
            if (found >= 0) reveal(found, found);
            readout.textContent = found >= 0 ? aboutClass(found) : text ? 'No class of this name.' : data.hint;
            draw();
          });
          readout.textContent = data.hint;
          if (window.ResizeObserver) new ResizeObserver(draw).observe(plane);
          draw();
        })();

        """
}
