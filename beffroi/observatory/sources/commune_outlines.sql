select commune, geometry from raw where geometry is not null
