using ComputeOperator.Manifests;

return ManifestTool.Run(args, Console.Out, Console.Error);
