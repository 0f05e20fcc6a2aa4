"use strict";
// Draws every chart from the table of its own figure. Without this script a still picture of each stands in its place.
(function () {
  var figures = JSON.parse(document.getElementById("figures").textContent);
  var drawn = [];
  var printing = false;

  function colour(name) {
    return getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();
  }

  function palette() {
    if (printing) {
      return { ink: "#000", soft: "#444", line: "#bbb", series: "#1f5f8b", second: "#7691a6", guide: "#8a4b08", paper: "#fff" };
    }
    return {
      ink: colour("ink"), soft: colour("soft"), line: colour("line"), series: colour("series"),
      second: colour("series-2"), guide: colour("guide"), paper: colour("paper")
    };
  }

  function column(figure, key) {
    for (var i = 0; i < figure.table.columns.length; i++) {
      if (figure.table.columns[i].key === key) { return i; }
    }
    throw new Error("No column " + key + " in " + figure.id);
  }

  function signed(text) { return text.replace("-", "−"); }

  function written(value, format) {
    if (value === null || value === undefined) { return "–"; }
    if (format.indexOf("percent") === 0) { return (100 * value).toFixed(1) + "\u00a0%"; }
    if (format === "distance") { return (100 * value).toFixed(1) + "\u00a0pts"; }
    if (format.indexOf("points") === 0) { return signed((value > 0 ? "+" : "") + (100 * value).toFixed(1) + "\u00a0pts"); }
    if (format === "count") { return value.toLocaleString("en-US"); }
    return signed(String(Math.round(value * 1000) / 1000));
  }

  function tick(format) {
    return function (value) {
      if (format.indexOf("percent") === 0) { return Math.round(1000 * value) / 10 + "\u00a0%"; }
      if (format.indexOf("points") === 0) { return signed((value > 0 ? "+" : "") + Math.round(1000 * value) / 10); }
      return signed(String(Math.round(value * 1000) / 1000));
    };
  }

  function axis(look, name, format) {
    return {
      type: "value", scale: true, name: name, nameLocation: "middle", nameGap: 30,
      nameTextStyle: { color: look.soft }, axisLabel: { color: look.soft, formatter: tick(format), hideOverlap: true },
      axisLine: { show: true, lineStyle: { color: look.line } }, splitLine: { lineStyle: { color: look.line, opacity: 0.6 } }
    };
  }

  function base(figure, look) {
    return {
      animation: false, textStyle: { color: look.ink, fontFamily: "system-ui, sans-serif", fontSize: 13 },
      aria: { enabled: true, label: { description: figure.title + ". " + figure.description + " The numbers stand in the table below." }, decal: { show: figure.chart.kind === "bars" } },
      tooltip: { trigger: "item", confine: true, backgroundColor: look.paper, borderColor: look.line, textStyle: { color: look.ink, fontSize: 13 } }
    };
  }

  function guide(look, value, label, vertical) {
    var line = { lineStyle: { color: look.guide, type: "dashed", width: 1.5 }, symbol: "none", silent: true,
      label: { formatter: label, color: look.guide, position: "end", distance: 6 }, data: [{}] };
    line.data[0][vertical ? "xAxis" : "yAxis"] = value;
    return line;
  }

  function wrapped(text, width) {
    var lines = [""];
    text.split(" ").forEach(function (word) {
      var last = lines[lines.length - 1];
      if (last && (last + " " + word).length > width) { lines.push(word); } else { lines[lines.length - 1] = last ? last + " " + word : word; }
    });
    return lines.join("\n");
  }

  // Measured by the canvas, in the font that is really there: the library's own guess cuts long names.
  function labelWidth(names) {
    var context = document.createElement("canvas").getContext("2d");
    context.font = "13px " + getComputedStyle(document.body).fontFamily;
    return Math.max.apply(null, [].concat.apply([], names.map(function (name) { return name.split("\n"); })).map(function (line) { return context.measureText(line).width; }));
  }

  // Bars of [place, low, high], lying along the horizontal axis or standing.
  function whiskers(look, bars, lying) {
    return { type: "custom", silent: true, data: bars, encode: lying ? { x: [1, 2], y: 0 } : { x: 0, y: [1, 2] }, z: 2,
      renderItem: function (_, api) {
        var ends = [1, 2].map(function (i) { return api.coord(lying ? [api.value(i), api.value(0)] : [api.value(0), api.value(i)]); });
        var style = { stroke: look.series, lineWidth: lying ? 2 : 1.5 };
        function line(x1, y1, x2, y2) { return { type: "line", shape: { x1: x1, y1: y1, x2: x2, y2: y2 }, style: style }; }
        var caps = ends.map(function (end) { return lying ? line(end[0], end[1] - 5, end[0], end[1] + 5) : line(end[0] - 4, end[1], end[0] + 4, end[1]); });
        return { type: "group", children: caps.concat(line(ends[0][0], ends[0][1], ends[1][0], ends[1][1])) };
      } };
  }

  function intervals(figure, look, narrow) {
    var chart = figure.chart;
    var at = column(figure, chart.x);
    var format = figure.table.columns[at].format;
    var label = column(figure, chart.y);
    var rows = figure.table.rows.filter(function (row) { return row[at] !== null && row[at].value !== null; }).reverse();
    var ends = [chart.reference];
    rows.forEach(function (row) {
      ends.push(row[at].value);
      if (row[at].low !== null) { ends.push(row[at].low, row[at].high); }
    });
    var least = Math.min.apply(null, ends);
    var most = Math.max.apply(null, ends);
    var room = (most - least || 0.1) * 0.08;
    var option = base(figure, look);
    var names = rows.map(function (row) { return wrapped(row[label], narrow ? 14 : 26); });
    option.grid = { left: 20 + labelWidth(names), right: 24, top: 30, bottom: 44 };
    option.xAxis = Object.assign(axis(look, figure.table.columns[at].label, format), { min: least - room, max: most + room, axisLabel: { color: look.soft, formatter: tick(format), hideOverlap: true, showMinLabel: false, showMaxLabel: false } });
    option.yAxis = { type: "category", data: names, axisLabel: { color: look.ink, lineHeight: 15 }, axisTick: { show: false }, axisLine: { show: false } };
    option.series = [
      whiskers(look, rows.map(function (row, i) { return [i, row[at].low, row[at].high]; }).filter(function (bar) { return bar[1] !== null; }), true),
      { type: "scatter", symbolSize: 11, z: 3, itemStyle: { color: look.series }, data: rows.map(function (row, i) { return [row[at].value, i]; }), markLine: guide(look, chart.reference, chart.reference_label, true),
        label: { show: true, position: "top", distance: 4, color: look.ink, backgroundColor: look.paper, padding: [1, 3], formatter: function (item) { return written(item.value[0], format); } },
        tooltip: { formatter: function (item) {
          var estimate = rows[item.dataIndex][at];
          var text = written(estimate.value, format);
          if (estimate.low !== null) { text += " [" + written(estimate.low, format) + ", " + written(estimate.high, format) + "]"; }
          return text + ", n = " + estimate.n.toLocaleString("en-US");
        } } }
    ];
    return { option: option, height: 92 + 46 * rows.length };
  }

  function reliability(figure, look) {
    var chart = figure.chart;
    var x = column(figure, chart.x);
    var y = column(figure, chart.y);
    var n = column(figure, chart.count);
    var points = figure.table.rows.map(function (row) { return [row[x], row[y].value, row[n], row[y].low, row[y].high]; });
    var sure = points.map(function (point) { return point[0]; });
    var right = [].concat.apply([], points.map(function (point) { return [point[3], point[4]]; }));
    function down(shares, step) { return Math.max(0, Math.floor((Math.min.apply(null, shares) - 0.005) / step) * step); }
    function up(shares, step) { return Math.min(1, Math.ceil((Math.max.apply(null, shares) + 0.005) / step) * step); }
    var from = Math.max(0.5, down(sure, 0.02));
    var to = up(sure, 0.02);
    var least = Math.min(from, down(right, 0.1));
    var most = up(right, 0.1);
    var end = Math.min(to, most);
    var option = base(figure, look);
    option.grid = [{ left: 62, right: 24, top: 30, height: 300 }, { left: 62, right: 24, top: 384, height: 56 }];
    option.xAxis = [
      Object.assign(axis(look, "How sure it is", "percent"), { min: from, max: to }),
      Object.assign(axis(look, "", "percent"), { min: from, max: to, gridIndex: 1, axisTick: { show: false }, axisLabel: { show: false }, splitLine: { show: false } })
    ];
    option.yAxis = [
      Object.assign(axis(look, "How often it is right", "percent"), { min: least, max: most, nameGap: 46 }),
      Object.assign(axis(look, "Pairs", "count"), { gridIndex: 1, min: 0, nameGap: 46, splitNumber: 2, splitLine: { show: false } })
    ];
    option.series = [
      whiskers(look, points.map(function (point) { return [point[0], point[3], point[4]]; }), false),
      { type: "scatter", data: points, symbolSize: 10, z: 3, itemStyle: { color: look.series },
        tooltip: { formatter: function (item) { return "sure " + written(item.value[0], "percent") + ", right " + written(item.value[1], "percent") + ", n = " + written(item.value[2], "count"); } },
        markLine: { silent: true, symbol: "none", lineStyle: { color: look.guide, type: "dashed", width: 1.5 }, label: { show: false }, data: [[{ coord: [from, from] }, { coord: [end, end] }]] } },
      { type: "bar", xAxisIndex: 1, yAxisIndex: 1, barWidth: 8, itemStyle: { color: look.second }, data: points.map(function (point) { return [point[0], point[2]]; }),
        tooltip: { formatter: function (item) { return written(item.value[1], "count") + " pairs"; } } }
    ];
    return { option: option, height: 460 };
  }

  function bars(figure, look) {
    var x = column(figure, figure.chart.x);
    var y = column(figure, figure.chart.y);
    var columns = figure.table.columns;
    function negative(row) { return columns[x].format !== "text" && row[x] < 0; }
    var option = base(figure, look);
    option.grid = { left: 8, right: 16, top: 20, bottom: 44, containLabel: true };
    option.xAxis = { type: "category", name: columns[x].label, nameLocation: "middle", nameGap: 30, nameTextStyle: { color: look.soft },
      data: figure.table.rows.map(function (row) { return columns[x].format === "text" ? row[x] : String(Math.round(row[x] * 100) / 100).replace("-", "−"); }),
      axisLabel: { color: look.soft, hideOverlap: true }, axisLine: { lineStyle: { color: look.line } }, axisTick: { show: false } };
    option.yAxis = axis(look, "", columns[y].format);
    option.yAxis.min = 0;
    option.series = [{ type: "bar", barCategoryGap: "12%", data: figure.table.rows.map(function (row) {
      return { value: row[y], itemStyle: negative(row) ? { color: look.second, decal: { symbol: "rect", dashArrayX: [1, 0], dashArrayY: [2, 5], rotation: -0.6, color: look.paper } } : { color: look.series, decal: { symbol: "none" } } };
    }), tooltip: { formatter: function (item) { return columns[x].label + " " + item.name + ": " + written(item.value, columns[y].format); } } }];
    return { option: option, height: 280 };
  }

  // The area between the ends of [place, low, high], from one point to the next; a single point gets no area.
  function band(points, shade) {
    return { type: "custom", silent: true, z: 1, data: [0], tooltip: { show: false },
      renderItem: function (_, api) {
        var upper = points.map(function (point) { return api.coord([point[0], point[2]]); });
        var lower = points.map(function (point) { return api.coord([point[0], point[1]]); }).reverse();
        return { type: "polygon", shape: { points: upper.concat(lower) }, style: { fill: shade, opacity: 0.16 } };
      } };
  }

  function numberOf(cell) { return cell !== null && typeof cell === "object" ? cell.value : cell; }

  // Nothing beside a share runs past 0 and 100 %.
  function range(numbers, format) {
    var least = Math.min.apply(null, numbers);
    var most = Math.max.apply(null, numbers);
    var span = most - least || 0.1;
    var tens = Math.pow(10, Math.floor(Math.log10(span / 5)));
    var step = tens * [1, 2, 5, 10].filter(function (times) { return times * tens >= span / 5; })[0];
    var share = format.indexOf("percent") === 0 && least >= 0 && most <= 1;
    var from = Math.floor((least - 0.04 * span) / step) * step;
    var to = Math.ceil((most + 0.04 * span) / step) * step;
    return { min: share ? Math.max(0, from) : from, max: share ? Math.min(1, to) : to, interval: step };
  }

  // Lines differ in colour, mark and stroke: no one of the three is needed to tell them apart.
  function lines(figure, look, narrow) {
    var chart = figure.chart;
    var columns = figure.table.columns;
    var x = column(figure, chart.x);
    var keys = [chart.y].concat(chart.further).map(function (key) { return column(figure, key); });
    var format = columns[keys[0]].format;
    var strokes = [
      { colour: look.series, mark: "circle", type: "solid" }, { colour: look.guide, mark: "diamond", type: [8, 4] },
      { colour: look.soft, mark: "triangle", type: [2, 4] }, { colour: look.ink, mark: "rect", type: [10, 3, 2, 3] }
    ];
    var rows = figure.table.rows.filter(function (row) { return row[x] !== null; });
    var ends = chart.reference === null ? [] : [chart.reference];
    var option = base(figure, look);
    option.series = [];
    keys.forEach(function (key, i) {
      var bars = [];
      rows.forEach(function (row) {
        var cell = row[key];
        if (numberOf(cell) === null) { return; }
        ends.push(numberOf(cell));
        if (typeof cell === "object" && cell.low !== null) { bars.push([row[x], cell.low, cell.high]); ends.push(cell.low, cell.high); }
      });
      if (bars.length > 1) { option.series.push(band(bars, strokes[i].colour)); }
      option.series.push({ type: "line", name: columns[key].label, z: 3, symbol: strokes[i].mark, symbolSize: 8, showAllSymbol: true,
        itemStyle: { color: strokes[i].colour }, lineStyle: { color: strokes[i].colour, type: strokes[i].type, width: 2 },
        data: rows.map(function (row) { return [row[x], numberOf(row[key])]; }),
        markLine: i === 0 && chart.reference !== null ? Object.assign(guide(look, chart.reference, chart.reference_label, false), { label: { formatter: chart.reference_label, color: look.guide, position: "insideStartTop" } }) : undefined,
        tooltip: { formatter: function (item) {
          var cell = rows[item.dataIndex][key];
          var text = columns[x].label + " " + written(item.value[0], columns[x].format) + ": " + written(item.value[1], columns[key].format);
          return typeof cell === "object" && cell.low !== null ? text + " [" + written(cell.low, columns[key].format) + ", " + written(cell.high, columns[key].format) + "]" : text;
        } } });
    });
    var several = keys.length > 1;
    var legendLines = several ? (narrow ? keys.length : 1) : 0;
    if (several) {
      option.legend = { top: 0, left: 0, orient: narrow ? "vertical" : "horizontal", selectedMode: false, itemWidth: 34, textStyle: { color: look.ink }, data: keys.map(function (key) { return columns[key].label; }) };
    }
    option.grid = { left: 66, right: 24, top: 24 + 24 * legendLines, bottom: 52 };
    option.xAxis = Object.assign(axis(look, columns[x].label, columns[x].format), { scale: false, min: rows[0][x], max: rows[rows.length - 1][x] });
    option.yAxis = Object.assign(axis(look, several ? "" : columns[keys[0]].label, format), { nameGap: 48, axisLabel: { color: look.soft, formatter: tick(format) } }, range(ends, format));
    return { option: option, height: 320 + 24 * legendLines };
  }

  function priced(figure, look) {
    var chart = figure.chart;
    var columns = figure.table.columns;
    var x = column(figure, chart.x);
    var y = column(figure, chart.y);
    var label = column(figure, chart.further[0]);
    var rows = figure.table.rows.filter(function (row) { return row[x] > 0 && row[y].value !== null; });
    var bars = rows.filter(function (row) { return row[y].low !== null; }).map(function (row) { return [row[x], row[y].low, row[y].high]; });
    var ends = rows.map(function (row) { return row[y].value; }).concat(bars.map(function (bar) { return bar[1]; }), bars.map(function (bar) { return bar[2]; }));
    var prices = rows.map(function (row) { return row[x]; });
    var option = base(figure, look);
    option.grid = { left: 66, right: 24, top: 30, bottom: 52 };
    option.xAxis = Object.assign(axis(look, columns[x].label, columns[x].format), { type: "log", min: Math.pow(10, Math.floor(Math.log10(Math.min.apply(null, prices) / 1.5))), max: Math.pow(10, Math.ceil(Math.log10(Math.max.apply(null, prices) * 1.5))) });
    option.yAxis = Object.assign(axis(look, columns[y].label, columns[y].format), { nameGap: 48 }, range(ends, columns[y].format));
    option.series = [
      whiskers(look, bars, false),
      { type: "scatter", symbolSize: 11, z: 3, itemStyle: { color: look.series }, data: rows.map(function (row) { return [row[x], row[y].value]; }),
        label: { show: true, position: "right", distance: 8, color: look.ink, backgroundColor: look.paper, padding: [1, 3], formatter: function (item) { return rows[item.dataIndex][label]; } },
        labelLayout: { moveOverlap: "shiftY" },
        tooltip: { formatter: function (item) { return rows[item.dataIndex][label] + ": " + written(item.value[1], columns[y].format) + " at " + written(item.value[0], columns[x].format); } } }
    ];
    return { option: option, height: 340 };
  }

  var draw = { intervals: intervals, reliability: reliability, bars: bars, lines: lines, priced: priced };

  function render(entry) {
    var look = palette();
    var plan = draw[entry.figure.chart.kind](entry.figure, look, entry.box.clientWidth < 480);
    entry.box.style.height = plan.height + "px";
    entry.chart.resize();
    entry.chart.setOption(plan.option, true);
  }

  figures.forEach(function (figure) {
    var box = document.querySelector('[data-figure="' + figure.id + '"]');
    var still = box.parentNode.querySelector(".still");
    try {
      box.hidden = false;
      box.style.height = "200px";
      var entry = { figure: figure, box: box, chart: echarts.init(box, null, { renderer: "svg" }) };
      render(entry);
      drawn.push(entry);
      still.hidden = true;
      box.parentNode.querySelector("details[data-folds]").open = false;
    } catch (problem) {
      box.hidden = true;
      still.hidden = false;
      console.error(problem);
    }
  });

  function again() { drawn.forEach(render); }

  var waiting = 0;
  window.addEventListener("resize", function () { clearTimeout(waiting); waiting = setTimeout(again, 120); });
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", again);
  var folded = [];
  window.addEventListener("beforeprint", function () {
    printing = true;
    folded = Array.prototype.filter.call(document.querySelectorAll("details.numbers, details.notes, .answers details"), function (part) { return !part.open; });
    folded.forEach(function (part) { part.open = true; });
    again();
  });
  window.addEventListener("afterprint", function () {
    printing = false;
    folded.forEach(function (part) { part.open = false; });
    again();
  });
})();
