module compute-operator/control-plane

go 1.26
