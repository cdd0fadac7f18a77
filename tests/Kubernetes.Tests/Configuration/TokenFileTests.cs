using ComputeOperator.Kubernetes.Configuration;
using ComputeOperator.TestKit;

namespace ComputeOperator.Kubernetes.Tests.Configuration;

public sealed class TokenFileTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly ManualTime _time = new();

    [Fact]
    public async Task A_renewed_token_is_used_within_a_minute()
    {
        var file = new TokenFile(_folder.Write("token", "old\n"), _time);
        Assert.Equal("old", await TokenAsync(file));

        _folder.Write("token", "new");
        _time.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal("old", await TokenAsync(file));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("new", await TokenAsync(file));
    }

    [Fact]
    public async Task A_refused_token_is_read_again_at_once()
    {
        var file = new TokenFile(_folder.Write("token", "old"), _time);
        var refused = await file.GetAsync(CancellationToken.None);
        Assert.False(file.Reject(refused));

        _folder.Write("token", "new");
        Assert.True(file.Reject(refused));
        Assert.Equal("new", await TokenAsync(file));
    }

    [Fact]
    public async Task A_file_that_vanishes_for_a_moment_does_no_harm()
    {
        var file = new TokenFile(_folder.Write("token", "old"), _time);
        await TokenAsync(file);
        File.Delete(_folder.File("token"));
        _time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal("old", await TokenAsync(file));
        _folder.Write("token", "");
        Assert.Equal("old", await TokenAsync(file));
    }

    [Theory]
    [InlineData(null, "cannot be read")]
    [InlineData("\n", "the file is empty")]
    public async Task Without_a_token_it_says_which_file_is_wrong(string? content, string problem)
    {
        if (content is not null)
        {
            _folder.Write("token", content);
        }

        var file = new TokenFile(_folder.File("token"), _time);
        var error = await Assert.ThrowsAsync<KubernetesConfigurationException>(() => TokenAsync(file));
        Assert.Contains(_folder.File("token"), error.Message, StringComparison.Ordinal);
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static async Task<string?> TokenAsync(TokenFile file) =>
        (await file.GetAsync(CancellationToken.None)).Authorization?.Parameter;
}
