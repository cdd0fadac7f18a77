using System.Globalization;
using System.Text;
using ComputeOperator.Gateway.Gce.Contracts;
using ComputeOperator.Gateway.Gce.Errors;
using ComputeOperator.Gateway.Identity;

namespace ComputeOperator.Gateway.Gce.Instances;

/// <summary>What an instance printed on its console.</summary>
internal sealed class SerialPortEndpoint(GceSettings settings)
{
    private const int Ports = 4;
    private const int Console = 1;

    public void Map(IEndpointRouteBuilder zone)
    {
        zone.MapGet("/instances/{instance}/serialPort", Get).With<SerialPortOutput>("compute.instances.getSerialPortOutput");
        zone.MapGet("/instances/{instance}/getSerialPortOutput", Get).With<SerialPortOutput>("compute.instances.getSerialPortOutput");
    }

    private async Task<IResult> Get(
        string project, string zone, string instance, string? port, string? start, CallerCluster cluster, CancellationToken cancellation)
    {
        var number = Number("port", port, Console);
        if (number is < 1 or > Ports)
        {
            throw GceError.InvalidField("port", port, $"Values must be within the range: [1, {Ports}]").ToException();
        }

        var from = Number("start", start, 0);
        var found = await InstanceLookup.GetAsync(cluster, project, zone, instance, settings.DefaultZone, cancellation);
        var text = Encoding.UTF8.GetBytes(number == Console ? SerialConsole.Of(found) : "");
        var begin = (int)(from < 0 ? Math.Max(0, text.Length + from) : Math.Min(from, text.Length));
        return new GceJson<SerialPortOutput>(
            new(Encoding.UTF8.GetString(text.AsSpan(begin)), Text(begin), Text(text.Length),
                settings.Links.Zonal(project, zone, "instances", $"{instance}/serialPort")),
            GceContracts.Json.SerialPortOutput);
    }

    private static long Number(string field, string? text, long standard) => string.IsNullOrEmpty(text) ? standard
        : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number
        : throw GceError.InvalidField(field, text, "Must be a whole number.").ToException();

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
