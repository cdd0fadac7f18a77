using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Web;
using ComputeOperator.TestKit.Faults;

namespace ComputeOperator.Kubernetes.Tests.LeaderElection;

/// <summary>
/// Knows how far one candidate's watch has come. A watch takes real time, of which the steps of the clock take next to none: without it
/// a candidate could see a renewal after seconds that nobody lived through.
/// </summary>
internal sealed partial class LeaseWitness(Action<long> written, Action watchEnded) : DelegatingHandler
{
    private volatile WitnessedBody? _watch;

    /// <summary>Whether there is more than the watch, if one is open, has worked through.</summary>
    public bool IsBehind(long newest) => _watch is { IsOpen: true } watch && watch.WorkedThrough < newest;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (FaultyTransport.IsWatch(request))
        {
            return await OpenAsync(request, cancellationToken);
        }

        var answer = await base.SendAsync(request, cancellationToken);
        if (request.Method != HttpMethod.Get && answer.IsSuccessStatusCode)
        {
            await answer.Content.LoadIntoBufferAsync(cancellationToken);
            written(NewestIn(await answer.Content.ReadAsStringAsync(cancellationToken)));
        }

        return answer;
    }

    private async Task<HttpResponseMessage> OpenAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        var answer = await base.SendAsync(request, cancellation);
        var from = long.Parse(HttpUtility.ParseQueryString(request.RequestUri!.Query)["resourceVersion"]!, CultureInfo.InvariantCulture);
        await AnswerStream.InsertAsync(answer, body => _watch = new WitnessedBody(body, from, watchEnded), cancellation);
        return answer;
    }

    private static long NewestIn(string json) => Version().Matches(json).Select(match => long.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture)).DefaultIfEmpty().Max();

    [GeneratedRegex("\"resourceVersion\":\"(\\d+)\"")]
    private static partial Regex Version();

    private sealed class WitnessedBody(Stream inner, long from, Action ended) : AnswerStream(inner)
    {
        private readonly StringBuilder _line = new();
        private long _arrived = from;
        private long _workedThrough = from;
        private int _ended;

        public bool IsOpen => Volatile.Read(ref _ended) == 0;

        public long WorkedThrough => Volatile.Read(ref _workedThrough);

        // Who asks for more has worked through what came before.
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Volatile.Write(ref _workedThrough, _arrived);
            var read = 0;
            try
            {
                read = await Inner.ReadAsync(buffer, cancellationToken);
            }
            finally
            {
                if (read == 0)
                {
                    End();
                }
            }

            Note(Encoding.UTF8.GetString(buffer.Span[..read]));
            return read;
        }

        protected override void Dispose(bool disposing)
        {
            End();
            base.Dispose(disposing);
        }

        private void End()
        {
            if (Interlocked.Exchange(ref _ended, 1) == 0)
            {
                ended();
            }
        }

        private void Note(string part)
        {
            _line.Append(part);
            var text = _line.ToString();
            _arrived = Math.Max(_arrived, NewestIn(text));
            _line.Remove(0, text.LastIndexOf('\n') + 1);
        }
    }
}
