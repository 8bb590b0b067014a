/// What pages do beyond showing: tables that sort, and values that figures tell to pointer and keys.
enum PageScript {
    static let source = """
        'use strict';
        (() => {
          const tip = document.createElement('div');
          tip.id = 'tip';
          tip.hidden = true;
          tip.setAttribute('role', 'status');
          document.body.append(tip);
          const hide = () => { tip.hidden = true; };
          const show = (text, x, y) => {
            tip.textContent = text;
            tip.hidden = false;
            const box = tip.getBoundingClientRect();
            const left = Math.min(Math.max(x - box.width / 2, 8), document.documentElement.clientWidth - box.width - 8);
            const top = y - box.height - 12 < 4 ? y + 18 : y - box.height - 12;
            tip.style.left = left + 'px';
            tip.style.top = top + 'px';
          };
          window.reportTip = { show, hide };

          for (const figure of document.querySelectorAll('svg[data-marks]')) {
            const marks = [...figure.querySelectorAll('[data-tip]')];
            let current = -1;
            const light = (index) => {
              if (current >= 0) marks[current].classList.remove('on');
              current = index;
              if (index < 0) return hide();
              marks[index].classList.add('on');
              follow();
            };
            const follow = () => {
              const box = marks[current].getBoundingClientRect();
              show(marks[current].dataset.tip, box.left + box.width / 2, box.top);
            };
            addEventListener('scroll', () => { if (current >= 0) follow(); }, { passive: true });
            figure.addEventListener('pointerover', (event) => light(marks.indexOf(event.target)));
            figure.addEventListener('pointerleave', () => light(-1));
            figure.addEventListener('blur', () => light(-1));
            figure.addEventListener('keydown', (event) => {
              const last = marks.length - 1;
              const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
              if (step) light(current < 0 ? (step > 0 ? 0 : last) : Math.min(Math.max(current + step, 0), last));
              else if (event.key === 'Home') light(0);
              else if (event.key === 'End') light(last);
              else if (event.key === 'Escape') light(-1);
              else return;
              event.preventDefault();
            });
          }

          const order = (first, second) => {
            const numbers = first !== '' && second !== '' && !isNaN(first) && !isNaN(second);
            if (numbers) return first - second;
            if (first === '' || second === '') return (first === '') - (second === '');
            return first < second ? -1 : first > second ? 1 : 0;
          };
          for (const table of document.querySelectorAll('table.sortable')) {
            const heads = [...table.tHead.rows[0].cells];
            heads.forEach((head, column) => {
              const button = head.querySelector('button');
              if (!button) return;
              button.addEventListener('click', () => {
                const before = head.getAttribute('aria-sort');
                const downFirst = head.classList.contains('number') || head.classList.contains('bar');
                const down = before ? before === 'ascending' : downFirst;
                for (const other of heads) other.removeAttribute('aria-sort');
                head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
                const body = table.tBodies[0];
                const rows = [...body.rows].map((row) => [row.cells[column].dataset.v ?? row.cells[column].textContent, row]);
                rows.sort((a, b) => {
                  const way = order(a[0], b[0]);
                  return a[0] === '' || b[0] === '' ? way : down ? -way : way;
                });
                body.append(...rows.map((entry) => entry[1]));
              });
            });
          }
        })();

        """
}
