using System.Text;
using System.Text.RegularExpressions;
using ComputeOperator.Kubernetes.Events;

namespace ComputeOperator.Kubernetes.Tests.Events;

public sealed partial class EventTextTests
{
    [Theory]
    [InlineData("", 10, "")]
    [InlineData("short", 10, "short")]
    [InlineData("exactly 10", 10, "exactly 10")]
    [InlineData("eleven char", 10, "eleven …")]
    [InlineData("ääääää", 10, "äää…")]
    [InlineData("🚀🚀🚀", 10, "🚀…")]
    [InlineData("🚀🚀", 8, "🚀🚀")]
    public void A_text_is_cut_between_characters(string text, int bytes, string cut)
    {
        Assert.Equal(cut, EventText.Truncate(text, bytes));
        Assert.InRange(Encoding.UTF8.GetByteCount(cut), 0, bytes);
    }

    [Fact]
    public void A_broken_surrogate_is_no_reason_to_fail() =>
        Assert.InRange(Encoding.UTF8.GetByteCount(EventText.Truncate(new string('\ud800', 2000), 1024)), 1020, 1024);

    [Theory]
    [InlineData("web-1", "web-1.ff")]
    [InlineData("a.b", "a.b.ff")]
    [InlineData("system:node:x", "event.ff")]
    [InlineData("Upper", "event.ff")]
    [InlineData("", "event.ff")]
    public void An_event_is_named_after_its_object(string about, string name) => Assert.Equal(name, EventText.Name(about, 255));

    [Fact]
    public void A_long_name_is_cut_where_it_stays_valid()
    {
        for (var length = 230; length <= 253; length++)
        {
            var name = EventText.Name(new string('a', length - 10) + ".a--b.c-de", long.MaxValue);
            Assert.InRange(name.Length, 200, 253);
            Assert.Matches(Subdomain(), name);
        }
    }

    [GeneratedRegex(@"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$")]
    private static partial Regex Subdomain();
}
