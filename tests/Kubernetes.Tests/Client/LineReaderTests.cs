using System.Text;
using ComputeOperator.Kubernetes.Client;

namespace ComputeOperator.Kubernetes.Tests.Client;

public class LineReaderTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(100_000)]
    public async Task Splits_however_the_bytes_arrive(int chunk)
    {
        string[] lines = ["", "a", new('b', 40_000), "ü", new('c', 70_000), "d"];
        var text = Encoding.UTF8.GetBytes(string.Join('\n', lines) + '\n');

        using var reader = new LineReader(new Trickle(text, chunk));
        List<string> read = [];
        while (await reader.ReadAsync(CancellationToken.None))
        {
            read.Add(Encoding.UTF8.GetString(reader.Current));
        }

        Assert.Equal(lines, read);
    }

    [Fact]
    public async Task A_stream_that_ends_within_a_line_is_broken()
    {
        using var reader = new LineReader(new MemoryStream("whole\nhal"u8.ToArray()));
        Assert.True(await reader.ReadAsync(CancellationToken.None));
        await Assert.ThrowsAsync<EndOfStreamException>(() => reader.ReadAsync(CancellationToken.None).AsTask());
    }

    private sealed class Trickle(byte[] bytes, int chunk) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(chunk, buffer.Length)], cancellationToken);
    }
}
