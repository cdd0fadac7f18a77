using System.Buffers;
using System.Globalization;
using System.Text;

namespace ComputeOperator.Kubernetes.Telemetry;

/// <summary>Lines of the Prometheus text format, version 0.0.4.</summary>
internal sealed class TextFormatWriter(IBufferWriter<byte> output)
{
    public void Header(string name, MetricKind kind, string? help)
    {
        if (!string.IsNullOrEmpty(help))
        {
            Text("# HELP ");
            Text(name);
            Text(" ");
            Text(LabelText.Help(help));
            Text("\n");
        }

        Text("# TYPE ");
        Text(name);
        Text(kind switch
        {
            MetricKind.Counter => " counter\n",
            MetricKind.Gauge => " gauge\n",
            MetricKind.Histogram => " histogram\n",
        });
    }

    public void Sample(string name, string suffix, string labels, double value)
    {
        Text(name);
        Text(suffix);
        if (labels.Length > 0)
        {
            Text("{");
            Text(labels);
            Text("}");
        }

        Text(" ");
        Number(value);
        Text("\n");
    }

    private void Number(double value)
    {
        if (!double.IsFinite(value))
        {
            Text(double.IsNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf");
            return;
        }

        value.TryFormat(output.GetSpan(32), out var written, "R", CultureInfo.InvariantCulture);
        output.Advance(written);
    }

    private void Text(string text)
    {
        var space = output.GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length));
        output.Advance(Encoding.UTF8.GetBytes(text, space));
    }
}
