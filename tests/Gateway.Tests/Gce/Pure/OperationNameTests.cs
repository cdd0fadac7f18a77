using ComputeOperator.Entities.V1;
using ComputeOperator.Gateway.Gce.Operations;
using FsCheck;
using FsCheck.Fluent;

namespace ComputeOperator.Gateway.Tests.Gce.Pure;

public sealed class OperationNameTests
{
    [Fact]
    public void A_name_says_again_what_it_was_made_of()
    {
        Prop.ForAll<ushort, ulong>((stamp, id) =>
        {
            foreach (var kind in Kinds())
            {
                foreach (var name in (string?[])["web", "a-1-b-2", null])
                {
                    Assert.True(OperationName.TryParse(new OperationName(kind, stamp, id, name).ToString(), out var read));
                    Assert.Equal((kind, stamp, id), (read.Kind, read.Stamp, read.InstanceId));
                    Assert.Equal(name, read.ObjectName ?? name);
                }
            }
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Every_name_is_one_that_paths_take()
    {
        foreach (var kind in Kinds())
        {
            var longest = new OperationName(kind, long.MaxValue, ulong.MaxValue, new string('a', 63)).ToString();

            Assert.Matches("^[a-z](?:[-a-z0-9]{0,61}[a-z0-9])?$", longest);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("operation")]
    [InlineData("operation-stop-1")]
    [InlineData("operation-fly-1-1")]
    [InlineData("operation-stop-zzzzzzzzzzzzzz-1")]
    [InlineData("operation-stop-1-zzzzzzzzzzzzz")]
    [InlineData("operation-stop-A-1")]
    [InlineData("operation-1234-5678")]
    public void Other_words_are_no_names(string text) => Assert.False(OperationName.TryParse(text, out _));

    private static IEnumerable<OperationKind> Kinds() =>
        Enum.GetValues<OperationType>().Select(OperationKind.Of)
            .Concat([OperationKind.SetLabels, OperationKind.SetMachineType, OperationKind.SetMetadata, OperationKind.SetTags, OperationKind.SetDeletionProtection])
            .SelectMany(kind => new[] { kind, kind.Refused() });
}
